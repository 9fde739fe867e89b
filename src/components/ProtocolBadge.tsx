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
  /** the hash only; the rest in the tooltip */
  compact?: boolean;
  className?: string;
}

/** The plate that says how numbers were measured: split | filter | candidates | @K | seed | hash. */
export function ProtocolBadge({ protocol, cutoff, compact, className }: ProtocolBadgeProps) {
  const { t } = useTranslation('common');
  const words = protocolWords(protocol, t);
  // @K stands before the seed, as people say it.
  if (cutoff !== undefined) words.splice(-1, 0, t('protocol.cutoff', { k: cutoff }));
  const title = [
    t('protocol.title'),
    words.join(' | '),
    maskedWord(protocol.masked, t),
    t('protocol.titleData', { fingerprint: protocol.dataFingerprint }),
  ].join('\n');
  return (
    <span className={cx(styles.plate, className)} title={title} data-testid="protocol-badge">
      <ShieldCheck size="1em" className={styles.icon} aria-hidden />
      {!compact &&
        words.map((word) => (
          <span key={word} className={styles.word}>
            {word}
          </span>
        ))}
      <code className={styles.hash}>{protocol.hash}</code>
    </span>
  );
}
