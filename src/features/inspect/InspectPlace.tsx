/** Inspect: look inside the models, in several views. */
import { ChartLine, UserSearch as UserIcon } from 'lucide-react';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Card } from '@/components/Card';
import { EmptyState } from '@/components/EmptyState';
import { Spinner } from '@/components/Spinner';
import { useDataset } from '@/state/dataset';
import { useRuns } from '@/state/runs';
import { goTo, useUi } from '@/state/ui';
import { InspectTabs } from './InspectTabs';
import { VIEWS } from './views';

export default function InspectPlace() {
  const { t } = useTranslation('inspect');
  const summary = useDataset((state) => state.summary);
  const items = useDataset((state) => state.items);
  const detail = useUi((state) => state.route.detail);
  const hasRuns = useRuns((state) => state.runs.some((run) => run.request.datasetKey === summary?.key));
  if (summary === null || !hasRuns) {
    return (
      <Card padded={false}>
        <EmptyState
          icon={UserIcon}
          title={t('empty.title')}
          action={
            <Button variant="primary" icon={ChartLine} onClick={() => goTo(summary === null ? 'data' : 'train')}>
              {t(summary === null ? 'empty.getData' : 'empty.train')}
            </Button>
          }
        >
          {t('empty.text')}
        </EmptyState>
      </Card>
    );
  }
  if (items === null) {
    return <Spinner />;
  }
  const view = VIEWS.find(({ id }) => id === detail) ?? VIEWS[0];
  return (
    <Suspense fallback={<Spinner />}>
      <view.View key={summary.key} summary={summary} items={items} tabs={<InspectTabs view={view.id} />} />
    </Suspense>
  );
}
