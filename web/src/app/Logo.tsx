/** An eye whose upper lid is one stroke of a pen. */
export function Logo() {
  return (
    <svg viewBox="0 0 32 32" width="30" height="30" fill="none" stroke="var(--accent)" strokeWidth="2.3" strokeLinecap="round" aria-hidden="true">
      <path d="M2.500 17.500C6 11 10.600 7.800 16 7.800S26 11 29.500 17.500" />
      <path d="M6.500 20.800C9 24 12.300 25.600 16 25.600s7-1.600 9.500-4.800" opacity="0.450" />
      <circle cx="16" cy="17" r="4.300" fill="var(--accent)" stroke="none" />
      <circle cx="17.600" cy="15.500" r="1.300" fill="var(--page)" stroke="none" />
    </svg>
  );
}
