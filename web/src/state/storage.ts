/** `localStorage` where the browser has it and lets it be used; a page works without. */
export const storage = {
  get(key: string): string | null {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  },
  /** Keeps a value, unless the browser keeps none (switched off, or full). */
  set(key: string, value: string): void {
    try {
      localStorage.setItem(key, value);
    } catch {}
  },
  /** Whether what is kept will be there when the page is opened again. */
  isUsable(): boolean {
    storage.set('cantiga-test', '1');
    const isKept = storage.get('cantiga-test') === '1';
    storage.remove('cantiga-test');
    return isKept;
  },
  keys(): string[] {
    try {
      return Object.keys(localStorage);
    } catch {
      return [];
    }
  },
  remove(key: string): void {
    try {
      localStorage.removeItem(key);
    } catch {}
  },
};

/** A kept JSON value; undefined when there is none, or none that can be read. */
export function kept<T>(key: string): T | undefined {
  try {
    return (JSON.parse(storage.get(key) ?? 'null') as T | null) ?? undefined;
  } catch {
    return undefined;
  }
}

export function keep(key: string, value: unknown): void {
  storage.set(key, JSON.stringify(value));
}
