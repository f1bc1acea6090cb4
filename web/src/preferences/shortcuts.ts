import { remember, remembered } from "./memory";

/** Single letters as shortcuts disturb people who dictate; WCAG 2.1.4 asks for a way to switch them off. */
export const singleKeysOn = () => remembered("single-keys") !== "off";

export const setSingleKeys = (on: boolean) => remember("single-keys", on ? "on" : "off");
