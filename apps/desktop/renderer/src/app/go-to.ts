import type { NavigateOptions, useNavigate } from '@tanstack/react-router';

/** Leads to a place that is written as text, such as `/queue?case=…`: from links and from signing in. */
export function goTo(
  navigate: ReturnType<typeof useNavigate>,
  place: string,
  { replace = false } = {},
): void {
  const url = new URL(place, 'https://console.invalid');
  const search = Object.fromEntries(url.searchParams);
  // Addresses from outside are not of any known type; each screen checks its own parameters.
  void navigate({ to: url.pathname, search, replace } as unknown as NavigateOptions);
}
