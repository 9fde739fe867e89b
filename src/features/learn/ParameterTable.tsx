import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { formatParameter } from '@/components/format';
import type { ModelSpec, Parameter } from '@/models/types';
import styles from './Article.module.css';

/** Every knob of a model: what it does, the recommended range, the default, what less and more of it do. */
export function ParameterTable({ spec }: { spec: ModelSpec }) {
  const { t, i18n } = useTranslation(['learn', 'models']);
  const text = (name: string, part: 'label' | 'help' | 'less' | 'more') => {
    const key = `models:params.${spec.id}.${name}.${part}`;
    return i18n.exists(key) ? i18n.t(key) : null;
  };
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{t('learn:parameter')}</th>
          <th scope="col" className={styles.number}>
            {t('learn:recommended')}
          </th>
          <th scope="col" className={styles.number}>
            {t('learn:default')}
          </th>
          <th scope="col">{t('learn:meaning')}</th>
          <th scope="col">{t('learn:lessMore')}</th>
        </tr>
      </thead>
      <tbody>
        {spec.parameters.map((parameter) => {
          const { name } = parameter;
          const less = text(name, 'less');
          const more = text(name, 'more');
          return (
            <tr key={name}>
              <th scope="row">
                {text(name, 'label') ?? name}
                <code className={styles.name}>{name}</code>
              </th>
              <td className={styles.number}>{rangeText(parameter, t as TFunction)}</td>
              <td className={styles.number}>{defaultText(parameter, t as TFunction)}</td>
              <td>{text(name, 'help')}</td>
              <td className={styles.muted}>
                {less && (
                  <div>
                    <strong>{t('learn:less')}</strong> {less}
                  </div>
                )}
                {more && (
                  <div>
                    <strong>{t('learn:more')}</strong> {more}
                  </div>
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function rangeText(parameter: Parameter, t: TFunction): string {
  switch (parameter.kind) {
    case 'number':
    case 'layers': {
      const range = { min: formatParameter(parameter.min), max: formatParameter(parameter.max) };
      return t(parameter.kind === 'number' ? 'learn:range' : 'learn:layers', range);
    }
    case 'choice':
      return parameter.options.join(', ');
    case 'weights':
      return t('learn:weights');
    case 'toggle':
      return t('learn:onOff');
  }
}

function defaultText(parameter: Parameter, t: TFunction): string {
  switch (parameter.kind) {
    case 'number':
      return formatParameter(parameter.default);
    case 'layers':
      return parameter.default.map(formatParameter).join(', ');
    case 'choice':
      return parameter.default;
    case 'weights':
      return parameter.default.length === 0 ? t('learn:equal') : parameter.default.map(formatParameter).join(', ');
    case 'toggle':
      return t(parameter.default ? 'learn:on' : 'learn:off');
  }
}
