import type { ComponentProps } from 'react';
import { TextField } from '../form';
import { CitedPlaces } from './cited';
import { entersReason } from './reading';

/** A reason: pages of bids can be cited into it, and stand below it as links. */
export function ReasonField(props: ComponentProps<typeof TextField>) {
  return (
    <div onFocus={entersReason}>
      <TextField {...props} />
      <CitedPlaces text={props.value} />
    </div>
  );
}
