/** Runs that were measured in another way: what differs, said in words, and the click that compares them all the same. */
import { Eye, EyeOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Card } from '@/components/Card';
import { formatMetric } from '@/components/format';
import { ModelSwatch } from '@/components/ModelSwatch';
import { ProtocolBadge } from '@/components/ProtocolBadge';
import { protocolFieldWords } from '@/components/protocolWords';
import { cutoffOf } from '@/eval/protocol';
import type { MetricKey, Protocol } from '@/eval/types';
import { useMetricName } from '../train/useMetricName';
import styles from './ApartCard.module.css';
import { groupProtocol, type ProtocolGroup, protocolDifferences, testValue } from './groups';

export interface ApartCardProps {
  group: ProtocolGroup;
  /** how the runs above were measured, or will be */
  main: Protocol;
  metric: MetricKey;
  mixed: boolean;
  onMix: (mixed: boolean) => void;
  /** puts these runs in the place of those above */
  onShow: () => void;
}

export function ApartCard({ group, main, metric, mixed, onMix, onShow }: ApartCardProps) {
  const { t } = useTranslation('compare');
  const { t: common } = useTranslation('common');
  const metricName = useMetricName();
  const own = groupProtocol(group);
  const differences = protocolDifferences(main, own);
  const words = (protocol: Protocol, field: keyof Protocol) =>
    field === 'dataFingerprint' && protocol === own
      ? `${group.datasetName} (${protocol.dataFingerprint})`
      : protocolFieldWords(protocol, field, common);
  return (
    <Card
      className={styles.card}
      title={
        <span className={styles.title}>
          <EyeOff size="1em" aria-hidden />
          {t('apart.title', { count: group.runs.length, name: group.datasetName })}
        </span>
      }
      subtitle={<ProtocolBadge protocol={own} cutoff={cutoffOf(metric)} />}
      actions={
        <>
          <Button variant="secondary" size="sm" icon={Eye} onClick={onShow} data-testid="show-group">
            {t('apart.show')}
          </Button>
          <Button variant="secondary" size="sm" onClick={() => onMix(!mixed)} data-testid="compare-anyway">
            {t(mixed ? 'apart.separate' : 'apart.anyway')}
          </Button>
        </>
      }
    >
      <p className={styles.why}>{t('apart.why')}</p>
      {differences.length > 0 && (
        <table className={styles.differences} data-testid="protocol-differences">
          <thead>
            <tr>
              <th scope="col">{t('apart.what')}</th>
              <th scope="col">{t('apart.above')}</th>
              <th scope="col">{t('apart.here')}</th>
            </tr>
          </thead>
          <tbody>
            {differences.map((field) => (
              <tr key={field}>
                <th scope="row">{t(`apart.field.${field}` as 'apart.field.split')}</th>
                <td>{words(main, field)}</td>
                <td>
                  <mark>{words(own, field)}</mark>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <ul className={styles.runs}>
        {group.runs.map((run) => {
          const value = testValue(run, metric);
          return (
            <li key={run.id} data-testid="apart-run">
              <ModelSwatch model={run.request.model} />
              {run.label}
              {value !== null && (
                <span className={styles.value}>
                  {t('apart.value', { metric: metricName(metric), value: formatMetric(value) })}
                </span>
              )}
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
