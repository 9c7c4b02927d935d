/** The names by which the fields for the reason and for the team's note are found. */
export const reasonId = 'decision-reason';
export const noteId = 'decision-note';

/** Puts the cursor into the reason of the decision that is being made; without one, into its note. */
export function focusReason(): void {
  (document.getElementById(reasonId) ?? document.getElementById(noteId))?.focus();
}

/** Puts the cursor into the note. */
export const focusNote = (): void => document.getElementById(noteId)?.focus();
