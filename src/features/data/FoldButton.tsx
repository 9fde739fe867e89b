import { ChevronDown, ChevronUp } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '@/components/IconButton';

/** Whether a finished block shows its one line only. */
export interface Fold {
  folded: boolean;
  onToggle: () => void;
}

export function FoldButton({ title, folded, onToggle }: Fold & { title: string }) {
  const { t } = useTranslation('data');
  return (
    <IconButton
      size="sm"
      icon={folded ? ChevronDown : ChevronUp}
      label={folded ? t('fold.open', { title }) : t('fold.close', { title })}
      aria-expanded={!folded}
      onClick={onToggle}
    />
  );
}
