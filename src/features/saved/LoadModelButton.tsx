import { FileUp } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { useSaved } from '@/state/saved';
import { openModelFile } from './modelFiles';

/** Chooses a model file: the way for who does not drop it. */
export function LoadModelButton() {
  const { t } = useTranslation('saved');
  const loading = useSaved((state) => state.loading);
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button
        variant="ghost"
        size="sm"
        icon={FileUp}
        title={loading ? t('load.reading', { name: loading }) : t('load.hint')}
        disabled={loading !== null}
        data-testid="load-model"
        onClick={() => input.current?.click()}
      >
        {t('load.button')}
      </Button>
      <input
        ref={input}
        type="file"
        accept=".safetensors"
        hidden
        data-testid="model-input"
        onChange={(event) => {
          const file = event.target.files?.[0];
          // So that choosing the same file again counts as a change.
          event.target.value = '';
          if (file) void openModelFile(file, file.name);
        }}
      />
    </>
  );
}
