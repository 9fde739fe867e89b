/** Says what the ink ring around a film means. */
import styles from './RingLegend.module.css';

export function RingLegend({ children }: { children: string }) {
  return (
    <span className={styles.legend}>
      <span className={styles.ring} aria-hidden />
      {children}
    </span>
  );
}
