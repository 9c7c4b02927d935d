import styles from './skeletons.module.css';

const widths = [62, 38, 74, 50, 45, 68, 33, 57, 71, 42];
const widthOf = (row: number) => `${widths[row % widths.length] ?? 50}%`;

/** The shape of a list of rows while it loads. */
export function RowsSkeleton({ rows, avatar = false }: { rows: number; avatar?: boolean }) {
  return (
    <div className={styles.rows} aria-hidden>
      {Array.from({ length: rows }, (_, row) => row).map((row) => (
        <div className={styles.row} key={row}>
          {avatar && <span className={styles.face} />}
          <span className={styles.bar} style={{ width: widthOf(row) }} />
        </div>
      ))}
    </div>
  );
}

/** The shape of a conversation while it loads. */
export function MessagesSkeleton({ rows = 9 }: { rows?: number }) {
  return (
    <div className={styles.messages} aria-hidden>
      {Array.from({ length: rows }, (_, row) => row).map((row) => (
        <div className={styles.message} key={row}>
          <span className={styles.face} />
          <span className={styles.lines}>
            <span className={styles.bar} style={{ width: '120px' }} />
            <span className={styles.bar} style={{ width: widthOf(row) }} />
            {row % 3 === 1 && <span className={styles.bar} style={{ width: widthOf(row + 4) }} />}
          </span>
        </div>
      ))}
    </div>
  );
}
