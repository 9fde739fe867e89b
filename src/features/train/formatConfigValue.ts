import { formatParameter } from '@/components/format';
import type { ConfigValue, ModelId, Parameter } from '@/models/types';

/**
 * A parameter's value as text, short enough for a tag.
 * @param t of a component that asked for the namespaces `train` and `models`
 */
export function formatConfigValue(
  model: ModelId,
  parameter: Parameter,
  value: ConfigValue,
  t: (key: string, options?: { defaultValue: string }) => string,
): string {
  if (typeof value === 'number') {
    return formatParameter(value);
  }
  if (Array.isArray(value)) {
    return value.length === 0
      ? t(parameter.kind === 'weights' ? 'train:settings.uniform' : 'train:settings.none')
      : value.map(formatParameter).join(', ');
  }
  if (typeof value === 'boolean') {
    return t(value ? 'train:settings.on' : 'train:settings.off');
  }
  return t(`models:params.${model}.${parameter.name}.options.${value}`, { defaultValue: value });
}
