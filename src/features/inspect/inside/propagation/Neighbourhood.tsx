/**
 * A node's neighbourhood, a column for each step away. What the chosen layer has heard of is lit, with the edges that it
 * came by; a click puts another node at the centre.
 */
import { Film, UserRound } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useSize } from '@/components/charts/useSize';
import { cx } from '@/components/cx';
import { formatCount, formatDecimal, formatPercent } from '@/components/format';
import type { GraphNode, Hop, Propagation } from '@/models/inside';
import styles from './Neighbourhood.module.css';

export interface NeighbourhoodProps {
  answer: Propagation;
  /** hops up to it are lit */
  layer: number;
  nameOf: (node: GraphNode) => string;
  onChoose: (node: GraphNode) => void;
}

/** In rem: a node, and the next one below it. */
const ROW = 1.75;
const HEADING = 3.75;
/** Of a column's width: what is left is for the edges. */
const NODE_SHARE = 0.66;
const MOST_EDGE = 6;

export function Neighbourhood({ answer, layer, nameOf, onChoose }: NeighbourhoodProps) {
  const { t } = useTranslation('inside');
  const frame = useRef<HTMLDivElement>(null);
  const size = useSize(frame);
  const { hops, edges } = answer;
  const columns: { nodes: GraphNode[]; hop: Hop | null }[] = [
    { nodes: [answer.node], hop: null },
    ...hops.map((hop) => ({ nodes: hop.nodes, hop })),
  ];
  const tallest = Math.max(...columns.map(({ nodes }) => nodes.length));
  const height = HEADING + tallest * ROW;
  const rem = 16 * (size?.scale ?? 1);
  const step = (size?.width ?? 0) / (columns.length - 1 + NODE_SHARE);
  const heaviest = columns.map((_, hop) =>
    Math.max(...edges.filter((edge) => edge.hop === hop).map(({ weight }) => weight), 0),
  );
  /** middle of a node, in pixels; columns are centred on the tallest one */
  const y = (column: number, row: number) =>
    rem * (HEADING + (tallest - columns[column].nodes.length) * (ROW / 2) + (row + 0.5) * ROW);
  const isLit = (column: number) => column <= layer;

  return (
    <div className={styles.frame} ref={frame} style={{ blockSize: `${height}rem` }} data-testid="neighbourhood">
      {size !== null && (
        <>
          <svg className={styles.edges} width={size.width} height={height * rem} aria-hidden="true">
            {edges.map(({ hop, from, to, weight }) => {
              const x1 = step * (hop + NODE_SHARE);
              const x2 = step * (hop + 1);
              const bend = (x2 - x1) / 2;
              return (
                <path
                  key={`${hop} ${from} ${to}`}
                  className={cx(styles.edge, isLit(hop + 1) && styles.lit)}
                  d={`M${x1},${y(hop, from)} C${x1 + bend},${y(hop, from)} ${x2 - bend},${y(hop + 1, to)} ${x2},${y(hop + 1, to)}`}
                  strokeWidth={Math.max(0.75, (MOST_EDGE * weight) / (heaviest[hop] || 1) / 2)}
                />
              );
            })}
          </svg>
          {columns.map(({ nodes, hop }, column) => (
            <section
              // biome-ignore lint/suspicious/noArrayIndexKey: a column is its number of steps
              key={column}
              className={cx(styles.column, isLit(column) && styles.lit)}
              style={{ insetInlineStart: step * column, inlineSize: step * NODE_SHARE }}
              aria-label={t('propagation.steps', { count: column })}
              data-testid="hop"
              data-lit={isLit(column)}
            >
              <h3 className={styles.heading}>
                {hop === null ? t('propagation.start') : t('propagation.steps', { count: column })}
                {hop !== null && (
                  <span className={styles.about}>
                    {t(nodes[0].side === 'items' ? 'propagation.films' : 'propagation.users', {
                      count: hop.numNodes,
                      number: formatCount(hop.numNodes),
                    })}
                    {hop.numNodes > nodes.length &&
                      t('propagation.shown', {
                        shown: formatCount(nodes.length),
                        share: formatPercent(
                          hop.nodes.reduce((sum, { weight }) => sum + weight, 0) / hop.totalWeight,
                          hop.numNodes > 200 ? 1 : 0,
                        ),
                      })}
                  </span>
                )}
              </h3>
              <ul>
                {nodes.map((node, row) => (
                  <li key={node.index} className={styles.place} style={{ insetBlockStart: y(column, row) }}>
                    <button
                      type="button"
                      className={styles.node}
                      onClick={() => onChoose(node)}
                      title={nameOf(node)}
                      disabled={column === 0}
                      data-testid="hop-node"
                      data-side={node.side}
                      data-index={node.index}
                    >
                      {node.side === 'items' ? <Film size="1em" aria-hidden /> : <UserRound size="1em" aria-hidden />}
                      <span className={styles.name}>{nameOf(node)}</span>
                      {hop !== null && <span className={styles.weight}>{formatDecimal(hop.nodes[row].weight, 3)}</span>}
                    </button>
                  </li>
                ))}
              </ul>
            </section>
          ))}
        </>
      )}
    </div>
  );
}
