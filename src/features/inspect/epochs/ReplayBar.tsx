/** The scrubber: play, a stop for each state that is kept, the best ones ringed. */
import { Pause, Play } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '@/components/Card';
import { formatCount, formatList } from '@/components/format';
import { HelpTip } from '@/components/HelpTip';
import { IconButton } from '@/components/IconButton';
import { modelStyle } from '@/components/modelStyle';
import { Segmented } from '@/components/Segmented';
import { Slider } from '@/components/Slider';
import { Toggle } from '@/components/Toggle';
import type { Run } from '@/state/runTypes';
import { type Playhead, placeOf } from './playhead';
import styles from './ReplayBar.module.css';
import { bestEpochOf } from './ranksCsv';
import { useEpoch, useIsPlaying } from './usePlayhead';

export interface ReplayBarProps {
  playhead: Playhead;
  /** ascending */
  stops: number[];
  /** whose best epochs are marked */
  runs: Run[];
  /** null while no run trains */
  following: boolean | null;
  onFollow: (on: boolean) => void;
}

const SPEEDS = ['1', '2', '4'] as const;
/** So many stops get their epoch written below. */
const MOST_LABELS = 9;

export function ReplayBar({ playhead, stops, runs, following, onFollow }: ReplayBarProps) {
  const { t } = useTranslation('epochs');
  const epoch = useEpoch(playhead);
  const isPlaying = useIsPlaying(playhead);
  const [speed, setSpeed] = useState<(typeof SPEEDS)[number]>('2');
  const last = stops.length - 1;
  const place = Math.max(0, stops.indexOf(epoch));
  const best = runs.filter((run) => bestEpochOf(run) === epoch).map(({ label }) => label);
  const words =
    epoch === 0
      ? t('replay.untrained')
      : t('replay.after', { epoch: formatCount(epoch), last: formatCount(stops[last] ?? 0) });
  const spoken = best.length === 0 ? words : t('replay.bestOf', { words, runs: formatList(best) });
  const every = Math.max(1, Math.ceil(last / (MOST_LABELS - 1)));
  const hasLabel = (at: number) => at === last || (at % every === 0 && last - at >= every / 2);
  const shareOf = (at: number) => ({ '--share': last === 0 ? 0 : at / last }) as React.CSSProperties;
  return (
    <Card className={styles.replay}>
      <IconButton
        className={styles.play}
        label={t(isPlaying ? 'replay.pause' : 'replay.play')}
        icon={isPlaying ? Pause : Play}
        disabled={last <= 0}
        onClick={() => {
          onFollow(false);
          if (isPlaying) playhead.pause();
          else playhead.play(Number(speed));
        }}
        data-testid="replay-play"
      />
      <h2 className={styles.title}>{t('replay.title')}</h2>
      <HelpTip label={t('replay.title')}>
        <p>{t('replay.help')}</p>
        <p>{t('replay.kept')}</p>
        <p>{t('replay.keys')}</p>
      </HelpTip>
      <div className={styles.track} data-testid="replay-slider" data-epoch={epoch} data-stops={stops.join(' ')}>
        <Slider
          label={t('replay.slider')}
          hideLabel
          prominent
          min={0}
          max={Math.max(1, last)}
          step={1}
          value={place}
          valueText={spoken}
          disabled={last <= 0}
          onChange={(next) => {
            onFollow(next === last && following !== null);
            playhead.go(stops[Math.min(last, Math.round(next))]);
          }}
        />
        <div className={styles.marks} aria-hidden>
          {stops.map((stop, at) => (
            <span key={stop} className={styles.tick} style={shareOf(at)}>
              {hasLabel(at) && <span>{formatCount(stop)}</span>}
            </span>
          ))}
          {runs.map((run) => {
            const at = bestEpochOf(run);
            return at === null || last <= 0 ? null : (
              <span
                key={run.id}
                className={styles.best}
                style={{ ...shareOf(placeOf(stops, at)), borderColor: modelStyle(run.request.model).hue }}
                data-best={at}
              />
            );
          })}
        </div>
      </div>
      <span className={styles.words} data-testid="replay-words">
        {words}
        <span className={styles.bestWords}>{best.length > 0 ? t('replay.best', { runs: formatList(best) }) : ''}</span>
      </span>
      <Segmented
        label={t('replay.speed')}
        size="sm"
        options={SPEEDS.map((value) => ({ value, label: t('replay.times', { speed: value }) }))}
        value={speed}
        onChange={(next) => {
          setSpeed(next);
          if (isPlaying) playhead.play(Number(next));
        }}
      />
      {following !== null && (
        <span data-testid="replay-follow">
          <Toggle label={t('replay.follow')} checked={following} onChange={onFollow} />
        </span>
      )}
    </Card>
  );
}
