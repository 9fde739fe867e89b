import { useEffect } from 'react';
import { importSource, sourceOfDrop, sourceOfText } from './importSource';

const TYPING = 'input, textarea, select, [contenteditable], dialog';

/** Ctrl or Cmd V on this place reads what was copied, text or files, unless a field or a dialog takes it. */
export function usePaste(): void {
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const { target, clipboardData } = event;
      if (event.defaultPrevented || !clipboardData) return;
      if (document.querySelector('dialog[open]') || (target instanceof Element && target.closest(TYPING))) return;
      const files = sourceOfDrop(clipboardData);
      const text = clipboardData.getData('text/plain');
      if (!files && text.trim() === '') return;
      event.preventDefault();
      void importSource(files ?? sourceOfText(text));
    };
    addEventListener('paste', paste);
    return () => removeEventListener('paste', paste);
  }, []);
}
