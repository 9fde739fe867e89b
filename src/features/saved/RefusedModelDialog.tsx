/** Why a model file is not used: what is wrong with it, or how its data differ from those in use. */
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Dialog } from '@/components/Dialog';
import { ErrorPanel } from '@/components/ErrorPanel';
import { formatCount } from '@/components/format';
import { protocolFieldWords } from '@/components/protocolWords';
import { type RefusedModel, useSaved } from '@/state/saved';
import { goTo } from '@/state/ui';
import type { Difference, IdCount } from '@/worker/protocolStore';
import { showModel } from './modelFiles';
import styles from './RefusedModelDialog.module.css';

export function RefusedModelDialog() {
  const { t } = useTranslation('saved');
  const { refused, dismissRefused } = useSaved();
  return (
    <Dialog
      title={t('refused.title', { file: refused?.fileName ?? '' })}
      open={refused !== null}
      onClose={dismissRefused}
      size="lg"
    >
      {refused && <Reasons refused={refused} />}
    </Dialog>
  );
}

function Reasons({ refused: { answer } }: { refused: RefusedModel }) {
  const { t } = useTranslation('saved');
  const { loadWithSettings, dismissRefused } = useSaved();
  if (answer.step === 'failed') return <ErrorPanel error={answer.error} title={t('refused.failed')} />;
  if (answer.step === 'broken') {
    return (
      <p data-testid="model-broken" data-what={answer.what}>
        {t(`broken.${answer.what}`, readable(answer.details))}
      </p>
    );
  }
  const toData = (
    <Button
      variant="secondary"
      onClick={() => {
        dismissRefused();
        goTo('data');
      }}
    >
      {t('open')}
    </Button>
  );
  if (answer.step === 'no-data') {
    return (
      <div className={styles.reasons} data-testid="model-no-data">
        <p>{t('refused.noData')}</p>
        {toData}
      </div>
    );
  }
  const { settings } = answer;
  return (
    <div className={styles.reasons} data-testid="model-differs">
      <p>{t('refused.differs')}</p>
      <Differences differences={answer.differences} />
      {settings ? (
        <>
          <p>{t('refused.sameRows')}</p>
          <Button
            variant="primary"
            onClick={async () => showModel(await loadWithSettings(settings))}
            data-testid="adapt-data"
          >
            {t('refused.adapt')}
          </Button>
        </>
      ) : (
        <p>{t('refused.otherRows')}</p>
      )}
    </div>
  );
}

function Differences({ differences }: { differences: Difference[] }) {
  const { t } = useTranslation(['saved', 'common']);
  const words = useTranslation('common').t as TFunction<'common'>;
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{t('saved:refused.what')}</th>
          <th scope="col">{t('saved:refused.file')}</th>
          <th scope="col">{t('saved:refused.here')}</th>
        </tr>
      </thead>
      <tbody>
        {differences.map((difference) => (
          <tr key={difference.what} data-what={difference.what}>
            <th scope="row">{t(`saved:differs.${difference.what}`)}</th>
            {valuesOf(difference, t as (key: string, values?: object) => string, words).map((value, side) => (
              <td key={side === 0 ? 'file' : 'here'}>{value}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Of the file, and here. */
function valuesOf(
  difference: Difference,
  t: (key: string, values?: object) => string,
  words: TFunction<'common'>,
): [string, string] {
  switch (difference.what) {
    case 'name':
    case 'fingerprint':
      return [difference.file, difference.here];
    case 'users':
    case 'items': {
      const ids = ({ count, ids: list }: IdCount) => t('saved:differs.ids', { count: formatCount(count), ids: list });
      return [ids(difference.file), ids(difference.here)];
    }
    default: {
      const { what, file, here } = difference;
      return [protocolFieldWords(file, what, words), protocolFieldWords(here, what, words)];
    }
  }
}

function readable(details: Record<string, string | number>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(details).map(([name, value]) => [name, typeof value === 'number' ? formatCount(value) : value]),
  );
}
