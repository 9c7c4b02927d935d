/** The watchtower: a lamp on a tower, drawn in the text colour with the accent as its light. */
export function Logo({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" fill="none" aria-hidden="true">
      <path
        d="M9 9.5h6l1.4 11.2a.9.9 0 0 1-.9 1H8.5a.9.9 0 0 1-.9-1L9 9.5Z"
        fill="currentColor"
        opacity=".9"
      />
      <path d="M7.5 7.8h9" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" />
      <circle cx="12" cy="4.6" r="2.2" fill="var(--at-accent)" />
      <path
        d="M16.6 4.6 21 3M16.6 4.6 21 6.4M7.4 4.6 3 3M7.4 4.6 3 6.4"
        stroke="var(--at-accent)"
        strokeWidth="1.4"
        strokeLinecap="round"
      />
    </svg>
  );
}
