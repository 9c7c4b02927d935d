import { useSay } from '@atalaya/ui/i18n';
import { NumberInput, type NumberInputProps } from '@mantine/core';

interface NumberFieldProps
  extends Pick<NumberInputProps, 'label' | 'error' | 'size' | 'className' | 'placeholder'> {
  id?: string;
  /** With an `id`: ids of what is said of it elsewhere; its error is said with it. */
  describedBy?: string;
  /** NaN: not there yet. */
  value: number;
  minimum: number | null;
  maximum: number | null;
  onChange: (value: number) => void;
}

/** A whole number. What is out of range stays as it was written: it is told, not corrected. */
export function NumberField(props: NumberFieldProps) {
  const { id, describedBy, value, minimum, maximum, onChange, ...rest } = props;
  const say = useSay();
  // Written as its own language writes numbers, whatever this browser's home is.
  const isComma = (0.5).toLocaleString(say.locale).includes(',');
  return (
    <NumberInput
      {...rest}
      {...(id !== undefined && { id })}
      // As a property of its own Mantine would replace it by the id of the error, or by nothing.
      {...(describedBy && {
        attributes: {
          input: { 'aria-describedby': rest.error ? `${describedBy} ${id}-error` : describedBy },
        },
      })}
      value={Number.isNaN(value) ? '' : value}
      {...(minimum !== null && { min: minimum })}
      {...(maximum !== null && { max: maximum })}
      allowDecimal={false}
      clampBehavior="none"
      thousandSeparator={isComma ? '.' : ','}
      decimalSeparator={isComma ? ',' : '.'}
      onChange={(next) => onChange(next === '' ? Number.NaN : Number(next))}
    />
  );
}
