import { useEffect, useRef } from 'react';
import styles from './Formula.module.css';

export interface FormulaProps {
  /** LaTeX; set as MathML, which screen readers read as mathematics */
  tex: string;
  className?: string;
  'data-testid'?: string;
}

/** A formula on a line of its own. The typesetter comes when the first formula does; until then the source is shown. */
export function Formula({ tex, className, ...rest }: FormulaProps) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let current = true;
    void import('temml').then(({ default: temml }) => {
      if (current && place.current) temml.render(tex, place.current, { displayMode: true, throwOnError: true });
    });
    return () => {
      current = false;
    };
  }, [tex]);
  return (
    <div ref={place} className={className ? `${styles.formula} ${className}` : styles.formula} data-tex={tex} {...rest}>
      {tex}
    </div>
  );
}
