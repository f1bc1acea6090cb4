/** Small preferences kept in the browser. Storage may be forbidden; then a choice lasts as long as the page. */
const PREFIX = "mindseye.";

export function remembered(name: string): string | null {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null;
  }
}

export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(PREFIX + name, value);
  } catch {
    // Nothing to mend: the page goes on with the choice in memory.
  }
}
