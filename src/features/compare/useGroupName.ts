/** What a group of runs is called beside others: what is particular about it. */
import { useTranslation } from 'react-i18next';
import { protocolFieldWords } from '@/components/protocolWords';
import { groupProtocol, type ProtocolGroup, protocolDifferences } from './groups';

/** @returns names a group by what differs from `main`, which itself is called by its data */
export function useGroupName(): (group: ProtocolGroup, main: ProtocolGroup) => string {
  const { t } = useTranslation('compare');
  const { t: common } = useTranslation('common');
  return (group, main) => {
    const protocol = groupProtocol(group);
    const words = protocolDifferences(groupProtocol(main), protocol).map((field) =>
      field === 'dataFingerprint' ? group.datasetName : protocolFieldWords(protocol, field, common),
    );
    return words.join(', ') || (group.isCurrent ? t('bar.inUse') : group.datasetName);
  };
}
