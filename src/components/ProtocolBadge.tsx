import { ShieldCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Protocol } from '@/eval/types';
import { cx } from './cx';
import styles from './ProtocolBadge.module.css';
import { maskedWord, protocolWords } from './protocolWords';

export interface ProtocolBadgeProps {
  protocol: Protocol;
  /** shown as @K when the number beside it is at one cutoff */
  cutoff?: number;
  /** cutoff and hash only, without a ground of its own; the rest in the tooltip */
  compact?: boolean;
  /** the tooltip's first line, where the plate does not stand beside numbers */
  about?: string;
  /** a compact plate also says what differs from this one */
  unlike?: Protocol;
  /** what the numbers are marked with that were measured so */
  mark?: string;
  className?: string;
}

/** The plate that says how numbers were measured: split | filter | candidates | @K | seed | hash. */
export function ProtocolBadge(props: ProtocolBadgeProps) {
  const { protocol, cutoff, compact = false, about, unlike, mark, className } = props;
  const { t } = useTranslation('common');
  const words = protocolWords(protocol, t);
  const usual = unlike ? protocolWords(unlike, t) : [...words];
  const at = cutoff === undefined ? [] : [t('protocol.cutoff', { k: cutoff })];
  // @K stands before the seed, as people say it.
  words.splice(-1, 0, ...at);
  const shown = compact ? [...words.filter((word) => !at.includes(word) && !usual.includes(word)), ...at] : words;
  const title = [
    about ?? t('protocol.title'),
    words.join(' | '),
    maskedWord(protocol.masked, t),
    t('protocol.titleData', { fingerprint: protocol.dataFingerprint }),
  ].join('\n');
  return (
    <span
      className={cx(styles.plate, compact && styles.compact, className)}
      title={title}
      data-testid="protocol-badge"
      data-hash={protocol.hash}
    >
      {mark && <span className={styles.mark}>{mark}</span>}
      <ShieldCheck size="1em" className={styles.icon} aria-hidden />
      {shown.map((word) => (
        <span key={word} className={styles.word}>
          {word}
        </span>
      ))}
      <code className={styles.hash}>{protocol.hash}</code>
    </span>
  );
}
