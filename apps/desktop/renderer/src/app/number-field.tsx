import { useSay } from '@atalaya/ui/i18n';
import { NumberInput, type NumberInputProps } from '@mantine/core';

interface NumberFieldProps
  extends Pick<
    NumberInputProps,
    'id' | 'label' | 'error' | 'size' | 'className' | 'placeholder' | 'aria-describedby'
  > {
  /** NaN: not there yet. */
  value: number;
  minimum: number | null;
  maximum: number | null;
  onChange: (value: number) => void;
}

/** A whole number. What is out of range stays as it was written: it is told, not corrected. */
export function NumberField({ value, minimum, maximum, onChange, ...rest }: NumberFieldProps) {
  const say = useSay();
  // Written as its own language writes numbers, whatever this browser's home is.
  const isComma = (0.5).toLocaleString(say.locale).includes(',');
  return (
    <NumberInput
      {...rest}
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
