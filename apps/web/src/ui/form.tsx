import { Input } from 'antd';
import { createContext, type ReactNode, useContext, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { type Problem, ProblemError } from '../lib/api/client';
import { money, parseMoney } from '../lib/format';
import { parseInstant } from '../lib/instant';
import { useLanguage } from '../lib/settings';
import { Failure } from './refusal';

/**
 * Forms: label above, help under it, the error at the field in the server's own words. A field is named by the JSON pointer of what is
 * sent, so that a refusal finds its place without a table.
 */
interface FormState {
  errorOf(pointer: string): string | undefined;
}
const FormContext = createContext<FormState>({ errorOf: () => undefined });

/** Errors of a refusal, by pointer: `/account/login`. */
export function errorsByPointer(problem: Problem | undefined): Map<string, string> {
  return new Map((problem?.violations ?? []).flatMap(({ pointer, detail }) => (pointer ? [[pointer, detail] as const] : [])));
}

/** What was refused stands once, above the fields, with a way to each; a page says nothing of it a second time. */
export function Form({ error, onSubmit, children, label }: { error?: unknown; onSubmit: () => void; children: ReactNode; label: string }) {
  const errors = errorsByPointer(error instanceof ProblemError ? error.problem : undefined);
  const form = useRef<HTMLFormElement>(null);
  const fieldOf = (pointer: string) => form.current?.querySelector<HTMLElement>(`[name="${CSS.escape(pointer)}"]`);
  return (
    <form
      ref={form}
      aria-label={label}
      className="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <Failure error={error} fieldOf={fieldOf} />
      <FormContext value={{ errorOf: (pointer) => errors.get(pointer) }}>{children}</FormContext>
    </form>
  );
}

interface FieldProps {
  /** JSON pointer of the value in what is sent. */
  name: string;
  label: ReactNode;
  help?: ReactNode;
  optional?: boolean;
  /** An error that the form itself found. */
  error?: string | undefined;
}

interface Wiring {
  id: string;
  name: string;
  'aria-describedby': string;
  'aria-invalid': boolean;
  'aria-required': boolean;
}

/** A label, its help and its error around any control. */
export function Field({ name, label, help, optional = false, error, children }: FieldProps & { children: (wiring: Wiring) => ReactNode }) {
  const id = useId();
  const { t } = useTranslation();
  const { errorOf } = useContext(FormContext);
  const told = error ?? errorOf(name);
  return (
    <div className={told ? 'field field-wrong' : 'field'}>
      <label htmlFor={id}>
        {label}
        {optional && <span className="optional"> {t('form.optional')}</span>}
      </label>
      {help && (
        <p className="help" id={`${id}-help`}>
          {help}
        </p>
      )}
      {children({ id, name, 'aria-describedby': `${help ? `${id}-help ` : ''}${told ? `${id}-error` : ''}`.trim(), 'aria-invalid': Boolean(told), 'aria-required': !optional })}
      {told && (
        <p className="field-error" id={`${id}-error`}>
          {told}
        </p>
      )}
    </div>
  );
}

/** Digits and points of a Chinese keyboard as the plain ones; the server folds them too (`folded`). */
const plain = (text: string): string => text.normalize('NFKC');

interface TextFieldProps extends FieldProps {
  value: string;
  onChange(value: string): void;
  maxLength?: number;
  rows?: number;
  type?: 'text' | 'password';
  autoComplete?: string;
  placeholder?: string;
  inputMode?: 'numeric' | 'decimal';
  autoFocus?: boolean;
}

export function TextField({ value, onChange, maxLength = 200, rows, type = 'text', autoComplete, placeholder, inputMode, autoFocus, ...field }: TextFieldProps) {
  const change = (event: { target: { value: string } }) => onChange(inputMode ? plain(event.target.value) : event.target.value);
  const common = { value, onChange: change, maxLength, ...(placeholder ? { placeholder } : {}), ...(autoFocus ? { autoFocus } : {}) };
  return (
    <Field {...field}>
      {(wiring) =>
        rows ? (
          <Input.TextArea {...wiring} {...common} autoSize={{ minRows: rows, maxRows: 20 }} />
        ) : (
          <Input {...wiring} {...common} type={type} autoComplete={autoComplete ?? 'off'} {...(inputMode ? { inputMode } : {})} />
        )
      }
    </Field>
  );
}

export interface Option {
  value: string;
  text: string;
}

/** The browser's own list: it works by keyboard, by finger and with every screen reader. */
export function SelectField({ value, onChange, options, empty, ...field }: FieldProps & { value: string; onChange(value: string): void; options: readonly Option[]; empty?: string }) {
  return (
    <Field {...field}>
      {(wiring) => (
        <select {...wiring} className="select" value={value} onChange={(event) => onChange(event.target.value)}>
          {empty !== undefined && <option value="">{empty}</option>}
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.text}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

export function CheckField({ name, label, checked, onChange }: { name: string; label: ReactNode; checked: boolean; onChange(checked: boolean): void }) {
  const id = useId();
  return (
    <div className="field check">
      <input id={id} name={name} type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
      <label htmlFor={id}>{label}</label>
    </div>
  );
}

export function RadioField({ name, label, value, onChange, options }: { name: string; label: string; value: string; onChange(value: string): void; options: readonly Option[] }) {
  return (
    <fieldset className="field radios">
      <legend>{label}</legend>
      {options.map((option) => (
        <label key={option.value}>
          <input type="radio" name={name} value={option.value} checked={value === option.value} onChange={() => onChange(option.value)} />
          {option.text}
        </label>
      ))}
    </fieldset>
  );
}

/** An amount as it is typed, with what it means in both units under it. The value sent is fen as a string. */
export interface TypedMoney {
  text: string;
  unit: 'yuan' | 'wan';
}
export const fenOf = ({ text, unit }: TypedMoney): string | undefined => parseMoney(text, unit);

export function MoneyField({ value, onChange, words, ...field }: FieldProps & { value: TypedMoney; onChange(value: TypedMoney): void; words?: (fen: string) => string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const fen = fenOf(value);
  const wrong = value.text.trim() !== '' && fen === undefined;
  return (
    <Field {...field} error={wrong ? t('form.money') : field.error}>
      {(wiring) => (
        <>
          <div className="money-input">
            <Input {...wiring} value={value.text} maxLength={24} inputMode="decimal" autoComplete="off" onChange={(event) => onChange({ ...value, text: plain(event.target.value) })} />
            <select className="select" aria-label={t('form.unit')} value={value.unit} onChange={(event) => onChange({ ...value, unit: event.target.value as TypedMoney['unit'] })}>
              <option value="yuan">{t('form.yuan')}</option>
              <option value="wan">{t('form.wan')}</option>
            </select>
          </div>
          {fen && (
            <p className="help" aria-live="polite">
              {money(fen, language)}
              {words && <span className="words"> {words(fen)}</span>}
            </p>
          )}
        </>
      )}
    </Field>
  );
}

/** Date and time of day in Beijing, typed; no calendar has to be opened. */
export function InstantField({ value, onChange, ...field }: FieldProps & { value: string; onChange(value: string): void }) {
  const { t } = useTranslation();
  const wrong = value.trim().length >= 12 && !parseInstant(value);
  return (
    <TextField
      {...field}
      value={value}
      onChange={onChange}
      maxLength={20}
      placeholder="2026-12-15 09:30"
      inputMode="numeric"
      help={field.help ?? t('form.instant')}
      error={wrong ? t('form.instantWrong') : field.error}
    />
  );
}
