import type { Protocol } from '@/eval/types';
import { ProtocolBadge } from './ProtocolBadge';
import styles from './ProtocolBadge.module.css';

export interface ProtocolBadgesProps {
  /** of the numbers beside it: the usual one first, the others with what their numbers are marked with */
  protocols: readonly { protocol: Protocol; mark?: string }[];
  cutoff?: number;
}

/** The small plates of a card's numbers: one, unless numbers that were measured in several ways stand together. */
export function ProtocolBadges({ protocols, cutoff }: ProtocolBadgesProps) {
  if (protocols.length === 0) return null;
  return (
    <span className={styles.several}>
      {protocols.map(({ protocol, mark }, place) => (
        <ProtocolBadge
          key={`${protocol.hash} ${mark}`}
          protocol={protocol}
          cutoff={cutoff}
          compact
          mark={mark}
          unlike={place > 0 ? protocols[0].protocol : undefined}
        />
      ))}
    </span>
  );
}
