/** The stop is given up after this long, in milliseconds. */
const patienceMs = 5_000;

/**
 * Stops in order at Ctrl+C, at the terminal's end and when the system asks; a second signal ends at
 * once. The exit code is 0 when everything was stopped in order.
 */
export function onStopSignals(stop: () => Promise<void>): void {
  let stopping = false;
  const handle = () => {
    if (stopping) process.exit(130);
    stopping = true;
    setTimeout(() => process.exit(1), patienceMs).unref();
    stop().then(
      () => process.exit(process.exitCode ?? 0),
      () => process.exit(1),
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, handle);
}
