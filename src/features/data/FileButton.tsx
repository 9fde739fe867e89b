import { Files } from 'lucide-react';
import { useRef } from 'react';
import { Button, type ButtonProps } from '@/components/Button';
import { importSource, sourceOfFiles } from './importSource';

export interface FileButtonProps extends Partial<ButtonProps> {
  /** chooses a folder with all that is in it, instead of one or more files */
  folder?: boolean;
}

/** Chooses files or a folder: the way for who does not drag. */
export function FileButton({ variant = 'secondary', folder = false, children, ...rest }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button icon={Files} {...rest} variant={variant} onClick={() => input.current?.click()}>
        {children}
      </Button>
      <input
        ref={(element) => {
          input.current = element;
          // React does not know this attribute.
          if (element) element.webkitdirectory = folder;
        }}
        type="file"
        multiple
        hidden
        data-testid={folder ? 'folder-input' : 'file-input'}
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          // So that choosing the same file again counts as a change.
          event.target.value = '';
          if (files.length > 0) void importSource((async () => sourceOfFiles(files))());
        }}
      />
    </>
  );
}
