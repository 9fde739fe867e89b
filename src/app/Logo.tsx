import styles from './Logo.module.css';

/** Films that were watched, films that were not, and the one to guess. */
export function Logo() {
  const colours = ['idle', 'idle', 'hot', 'idle', 'ring', 'idle', 'hot', 'hot', 'idle'] as const;
  return (
    <svg className={styles.logo} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      {colours.map((kind, index) => {
        const x = 4 + 8 * (index % 3);
        const y = 4 + 8 * Math.floor(index / 3);
        // biome-ignore lint/suspicious/noArrayIndexKey: a fixed picture
        return <circle key={index} cx={x} cy={y} r={kind === 'ring' ? 3 : 2.4} className={styles[kind]} />;
      })}
    </svg>
  );
}
