/** Whether a dialog or a menu lies over the page and wants the keys for itself. Toasts are called dialogs too, but lie beside. */
export const isDialogOpen = () =>
  [...document.querySelectorAll("[role=dialog], [role=alertdialog], [role=menu]")].some((element) => !element.closest("[data-toasts]"));
