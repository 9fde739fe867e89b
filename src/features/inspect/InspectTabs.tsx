import { useTranslation } from 'react-i18next';
import { Tabs } from '@/components/Tabs';
import { VIEWS, type ViewId } from './views';

/** The way between the views of Inspect. */
export function InspectTabs({ view }: { view: ViewId }) {
  const { t } = useTranslation('inspect');
  const tabs = VIEWS.map(({ id, icon }) => ({ id, icon, label: t(`tabs.${id}`) }));
  return <Tabs label={t('tabs.label')} place="inspect" tabs={tabs} current={view} />;
}
