import { FolderOpen } from 'lucide-react';
import { useRef } from 'react';
import { Button, type ButtonProps } from '@/components/Button';
import { useDataset } from '@/state/dataset';

/** Chooses a file: the way for who does not drag. */
export function FileButton({ variant = 'secondary', children, ...rest }: Partial<ButtonProps>) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button icon={FolderOpen} {...rest} variant={variant} onClick={() => input.current?.click()}>
        {children}
      </Button>
      <input
        ref={input}
        type="file"
        accept=".zip,application/zip"
        hidden
        data-testid="file-input"
        onChange={(event) => {
          const file = event.target.files?.[0];
          // So that choosing the same file again counts as a change.
          event.target.value = '';
          if (file) void useDataset.getState().importFile(file);
        }}
      />
    </>
  );
}
