import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useRuns } from '@/state/runs';
import { isWorking } from '@/state/runTypes';
import { epochOf } from './epochOf';

/** While a run trains in a hidden tab, the tab's title shows how far it is. */
export function useDocumentTitle(): void {
  const { t } = useTranslation(['shell', 'common']);
  useEffect(() => {
    const update = () => {
      const { runs, activeRunId } = useRuns.getState();
      const active = runs.find((run) => run.id === activeRunId);
      const name = t('common:appName');
      const title =
        document.hidden && active && isWorking(active.status)
          ? `${t('shell:title.training', { model: active.label, ...epochOf(active) })} – ${name}`
          : name;
      if (document.title !== title) document.title = title;
    };
    update();
    const unsubscribe = useRuns.subscribe(update);
    document.addEventListener('visibilitychange', update);
    return () => {
      unsubscribe();
      document.removeEventListener('visibilitychange', update);
    };
  }, [t]);
}
