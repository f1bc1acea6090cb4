import { type ComponentType, lazy, type LazyExoticComponent } from "react";

export interface Page {
  /** Key of its name in the messages of the app. */
  name: string;
  path: string;
  /** Paths of this page and of what lies below it. */
  pattern: string;
  component: LazyExoticComponent<ComponentType>;
  /** A page without a place of its own in the navigation belongs to this one. */
  under?: string;
}

/** The navigation, in its order. A new capability is one line here and one folder under features/. */
export const PAGES: readonly Page[] = [
  { name: "draw", path: "/draw", pattern: "/draw", component: lazy(() => import("@/features/draw/DrawPage")) },
  { name: "search", path: "/search", pattern: "/search", component: lazy(() => import("@/features/search/SearchPage")) },
  { name: "classify", path: "/classify", pattern: "/classify", component: lazy(() => import("@/features/classify/ClassifyPage")) },
  { name: "teach", path: "/teach", pattern: "/teach/*?", component: lazy(() => import("@/features/teach/TeachPage")), under: "classify" },
  { name: "describe", path: "/describe", pattern: "/describe", component: lazy(() => import("@/features/describe/DescribePage")) },
  { name: "faces", path: "/faces", pattern: "/faces/*?", component: lazy(() => import("@/features/faces/FacesPage")) },
  { name: "library", path: "/library", pattern: "/library/*?", component: lazy(() => import("@/features/library/LibraryPage")) },
  { name: "lab", path: "/lab", pattern: "/lab/*?", component: lazy(() => import("@/features/lab/LabPage")) },
  { name: "settings", path: "/settings", pattern: "/settings", component: lazy(() => import("@/features/settings/SettingsPage")) },
];
