const key = 'atalaya.arriving';

/** The address of someone who registered on this device and has not been in yet. */
export const arriving = {
  get(): string {
    try {
      return localStorage.getItem(key) ?? '';
    } catch {
      return '';
    }
  },
  set(email: string | null): void {
    try {
      if (email === null) localStorage.removeItem(key);
      else localStorage.setItem(key, email);
    } catch {
      // Then the address is typed once more.
    }
  },
};
