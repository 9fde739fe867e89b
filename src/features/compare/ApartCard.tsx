/** Runs that were measured in another way: what differs, said in words, and the click that compares them all the same. */
import { EyeOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Card } from '@/components/Card';
import { ModelSwatch } from '@/components/ModelSwatch';
import { ProtocolBadge } from '@/components/ProtocolBadge';
import { protocolFieldWords } from '@/components/protocolWords';
import type { Protocol } from '@/eval/types';
import styles from './ApartCard.module.css';
import { type ProtocolGroup, protocolDifferences } from './groups';

export interface ApartCardProps {
  group: ProtocolGroup;
  /** how the runs above were measured */
  main: Protocol | null;
  mixed: boolean;
  onMix: (mixed: boolean) => void;
}

export function ApartCard({ group, main, mixed, onMix }: ApartCardProps) {
  const { t } = useTranslation('compare');
  const { t: common } = useTranslation('common');
  const differences = main && group.protocol ? protocolDifferences(main, group.protocol) : [];
  const words = (protocol: Protocol, field: keyof Protocol) =>
    field === 'dataFingerprint' && protocol === group.protocol
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
      subtitle={group.protocol && <ProtocolBadge protocol={group.protocol} />}
      actions={
        <Button variant="secondary" size="sm" onClick={() => onMix(!mixed)} data-testid="compare-anyway">
          {t(mixed ? 'apart.separate' : 'apart.anyway')}
        </Button>
      }
    >
      <p className={styles.why}>{t('apart.why')}</p>
      {main && group.protocol && (
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
                  <mark>{words(group.protocol as Protocol, field)}</mark>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <ul className={styles.runs}>
        {group.runs.map((run) => (
          <li key={run.id} data-testid="apart-run">
            <ModelSwatch model={run.request.model} />
            {run.label}
          </li>
        ))}
      </ul>
    </Card>
  );
}
