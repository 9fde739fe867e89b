import { formatParameter } from '@/components/format';
import type { ConfigValue, Parameter } from '@/models/types';

/**
 * A parameter's value as text, short enough for a tag.
 * @param t of a component that asked for the namespace `train`
 */
export function formatConfigValue(parameter: Parameter, value: ConfigValue, t: (key: string) => string): string {
  if (typeof value === 'number') {
    return formatParameter(value);
  }
  if (Array.isArray(value)) {
    return value.length === 0
      ? t(parameter.kind === 'weights' ? 'train:settings.uniform' : 'train:settings.none')
      : value.map(formatParameter).join(', ');
  }
  return typeof value === 'boolean' ? t(value ? 'train:settings.on' : 'train:settings.off') : value;
}
