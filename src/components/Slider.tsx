import { type CSSProperties, type KeyboardEvent, useId } from 'react';
import { cx } from './cx';
import { formatParameter } from './format';
import styles from './Slider.module.css';
import { fromPosition, SLIDER_STEPS, type SliderScale, toPosition } from './sliderScale';
import { VisuallyHidden } from './VisuallyHidden';

export interface SliderProps {
  label: string;
  hideLabel?: boolean;
  value: number;
  min: number;
  max: number;
  step?: number;
  scale?: SliderScale;
  onChange: (value: number) => void;
  disabled?: boolean;
  className?: string;
  /** what a screen reader says instead of the number */
  valueText?: string;
  /** marks the way that is done in the accent colour, with a larger handle */
  prominent?: boolean;
}

/** A number by feel; put a NumberField beside it for an exact one. */
export function Slider(props: SliderProps) {
  const {
    label,
    hideLabel,
    value,
    min,
    max,
    step,
    scale = 'linear',
    onChange,
    disabled,
    className,
    valueText,
    prominent,
  } = props;
  const id = useId();
  const position = toPosition(value, min, max, scale);

  /** One key press is one step; on a log scale a twentieth of the way. */
  const onKeyDown = (event: KeyboardEvent) => {
    const direction = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    if (!direction) return;
    event.preventDefault();
    const next =
      scale === 'linear' && step
        ? Math.min(max, Math.max(min, Number((value + direction * step).toPrecision(12))))
        : fromPosition(Math.min(SLIDER_STEPS, Math.max(0, position + direction * 50)), min, max, scale, step);
    if (next !== value) onChange(next);
  };

  const labelElement = (
    <label htmlFor={id} className={styles.label}>
      {label}
    </label>
  );
  return (
    <div className={cx(styles.field, className)}>
      {hideLabel ? <VisuallyHidden>{labelElement}</VisuallyHidden> : labelElement}
      <input
        id={id}
        type="range"
        className={cx(styles.range, prominent && styles.prominent)}
        style={{ '--fill': `${(100 * position) / SLIDER_STEPS}%` } as CSSProperties}
        min={0}
        max={SLIDER_STEPS}
        value={position}
        disabled={disabled}
        aria-valuetext={valueText ?? formatParameter(value)}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          const next = fromPosition(Number(event.target.value), min, max, scale, step);
          if (next !== value) onChange(next);
        }}
      />
    </div>
  );
}
