/** The name by which the field for the reason is found. */
export const reasonId = 'decision-reason';

/** Puts the cursor into the reason of the decision that is being made. */
export function focusReason(): void {
  document.getElementById(reasonId)?.focus();
}
