import { Toast } from "@base-ui/react/toast";
import { useCallback } from "react";

/** Long enough to read and to change one's mind; it waits while the pointer or the focus is on it. */
const LASTS = 10_000; // ms

interface ToastAction {
  label: string;
  act(): void;
}

/** Needs `<Toasts>` above. */
export function useToasts() {
  const { add, close } = Toast.useToastManager();
  const say = useCallback(
    (sentence: string, action?: ToastAction): string => {
      const id: string = add({
        title: sentence,
        timeout: LASTS,
        actionProps: action && {
          children: action.label,
          onClick: () => {
            close(id);
            action.act();
          },
        },
      });
      return id;
    },
    [add, close],
  );
  const fail = useCallback(
    (title: string, error: unknown) =>
      void add({ title, description: error instanceof Error ? error.message : String(error), type: "danger", priority: "high", timeout: LASTS }),
    [add],
  );
  return { say, fail, close };
}
