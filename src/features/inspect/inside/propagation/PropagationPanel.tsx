/** LightGCN, layer by layer: where a node's embedding comes from, what that changes, and where more layers lead. */
import { Pause, Play } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '@/components/Card';
import { formatCount, formatDecimal, formatPercent } from '@/components/format';
import { HelpTip } from '@/components/HelpTip';
import { IconButton } from '@/components/IconButton';
import { Slider } from '@/components/Slider';
import { TableTwin } from '@/components/TableTwin';
import type { Item } from '@/data/types';
import type { GraphNode } from '@/models/inside';
import type { Run } from '@/state/runTypes';
import type { UserHistory } from '@/worker/protocol';
import { useInside } from '../useInside';
import { Waiting } from '../Waiting';
import { NearestByLayer } from './NearestByLayer';
import { Neighbourhood } from './Neighbourhood';
import { PairCard } from './PairCard';
import styles from './PropagationPanel.module.css';
import { SmoothnessCard } from './SmoothnessCard';

export interface PropagationPanelProps {
  run: Run;
  /** all LightGCN runs on the data, for comparing */
  runs: Run[];
  items: Item[];
  user: UserHistory;
  film: number | null;
  /** else the user is */
  isFilmCentre: boolean;
  onUser: (userIndex: number) => void;
  onFilm: (itemIndex: number) => void;
}

const HOP_MS = 900;

export function PropagationPanel(props: PropagationPanelProps) {
  const { run, runs, items, user, film, isFilmCentre, onUser, onFilm } = props;
  const { t } = useTranslation('inside');
  const [layer, setLayer] = useState(0);
  const [playing, setPlaying] = useState(false);
  const [paired, setPaired] = useState<number | null>(null);
  const centre: GraphNode =
    isFilmCentre && film !== null ? { side: 'items', index: film } : { side: 'users', index: user.userIndex };
  const { value, error, asking } = useInside(run, { kind: 'propagation', ...centre });
  const told = value?.runId === run.id ? value : null;
  const answer = told?.answer ?? null;
  const numLayers = answer === null ? 0 : answer.alpha.length - 1;
  const shownLayer = Math.min(layer, numLayers);

  useEffect(() => {
    if (!playing) return;
    const timer = setInterval(() => {
      setLayer((before) => {
        if (before + 1 >= numLayers) setPlaying(false);
        return Math.min(before + 1, numLayers);
      });
    }, HOP_MS);
    return () => clearInterval(timer);
  }, [playing, numLayers]);

  if (answer === null || told === null) {
    return (
      <Card title={t('propagation.title')}>
        <Waiting error={error} />
      </Card>
    );
  }
  const nameOf = ({ side, index }: GraphNode) =>
    side === 'items' ? items[index].title : t('user', { id: told.userIds[index] ?? index });
  const name = nameOf(answer.node);
  const seen = new Set([...user.train, ...user.valid].map(({ itemIndex }) => itemIndex));
  // a film that could be recommended says more than one that was learned from
  const nearest = answer.final.nearest.find(({ item }) => !seen.has(item)) ?? answer.final.nearest[0];
  const pair = isFilmCentre ? film : (paired ?? nearest?.item ?? null);

  return (
    <div className={styles.panel} data-asking={asking}>
      <Card
        title={t('propagation.title')}
        subtitle={t('propagation.centre', { name, count: answer.degree, number: formatCount(answer.degree) })}
        actions={
          <>
            <HelpTip label={t('propagation.title')}>
              <p>{t('propagation.help')}</p>
              <p>{t('propagation.helpWeight')}</p>
            </HelpTip>
            <TableTwin
              caption={t('propagation.table', { name })}
              columns={[
                { key: 'hop', label: t('propagation.columns.steps'), numeric: true },
                { key: 'node', label: t('propagation.columns.node') },
                { key: 'weight', label: t('propagation.columns.weight'), numeric: true },
                { key: 'degree', label: t('propagation.columns.degree'), numeric: true },
              ]}
              rows={answer.hops.flatMap(({ nodes }, hop) =>
                nodes.map((node) => ({
                  key: `${node.side} ${node.index}`,
                  hop: hop + 1,
                  node: nameOf(node),
                  weight: node.weight,
                  degree: node.degree,
                })),
              )}
              format={(cell, column) => (column === 'weight' ? formatDecimal(Number(cell), 4) : String(cell))}
            />
          </>
        }
      >
        <div className={styles.controls}>
          <IconButton
            icon={playing ? Pause : Play}
            label={t(playing ? 'propagation.pause' : 'propagation.play')}
            onClick={() => {
              if (!playing) setLayer(0);
              setPlaying(!playing);
            }}
            disabled={numLayers === 0}
            data-testid="propagation-play"
          />
          <div className={styles.slider} data-testid="propagation-layer">
            <Slider
              label={t('propagation.layer', { k: shownLayer, last: numLayers })}
              value={shownLayer}
              min={0}
              max={Math.max(1, numLayers)}
              step={1}
              onChange={(next) => {
                setPlaying(false);
                setLayer(Math.min(Math.round(next), numLayers));
              }}
              disabled={numLayers === 0}
            />
          </div>
          <p className={styles.sentence} data-testid="propagation-sentence" aria-live="polite">
            {t(shownLayer === 0 ? 'propagation.own' : 'propagation.walks', {
              count: shownLayer,
              k: shownLayer,
              name,
              alpha: formatPercent(answer.alpha[shownLayer]),
            })}
          </p>
        </div>
        {answer.hops.length === 0 ? (
          <p className={styles.alone}>{t(numLayers === 0 ? 'propagation.noLayers' : 'propagation.alone')}</p>
        ) : (
          <Neighbourhood
            answer={answer}
            layer={shownLayer}
            nameOf={nameOf}
            onChoose={({ side, index }) => (side === 'items' ? onFilm(index) : onUser(index))}
          />
        )}
      </Card>
      <NearestByLayer
        answer={answer}
        layer={shownLayer}
        items={items}
        seen={isFilmCentre ? null : seen}
        marked={isFilmCentre ? null : pair}
        onMark={(item) => (isFilmCentre ? onFilm(item) : setPaired(item))}
      />
      <div className={styles.pair}>
        <SmoothnessCard run={run} runs={runs} />
        {pair !== null && <PairCard run={run} user={user} item={pair} items={items} />}
      </div>
    </div>
  );
}
