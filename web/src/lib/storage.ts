/** Small personal preferences. A browser that refuses storage still works, it forgets. */
export function recall<T>(key: string, otherwise: T): T {
  try {
    const text = localStorage.getItem(`yinfeng.${key}`);
    return text === null ? otherwise : (JSON.parse(text) as T);
  } catch {
    return otherwise;
  }
}

export function remember(key: string, value: unknown): void {
  try {
    localStorage.setItem(`yinfeng.${key}`, JSON.stringify(value));
  } catch {
    // Private windows and full disks refuse; the preference lives until the page closes.
  }
}
