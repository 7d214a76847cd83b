import { Button, Tooltip, type ButtonProps } from 'antd';
import type { Action } from '@/api/types';
import { useT } from '@/i18n';

interface Props extends Omit<ButtonProps, 'disabled'> {
  /** The server's word on this action; undefined means it said nothing against it. */
  action?: Action | undefined;
  /** A reason the page itself knows ("choose a row first"). */
  disabledReason?: string | undefined;
}

/**
 * An action that cannot be done now stays visible and says why. It is marked with
 * aria-disabled, not disabled, so that keyboard and screen reader reach the reason.
 */
export function ActionButton({ action, disabledReason, onClick, ...rest }: Props) {
  const t = useT();
  const refused = action !== undefined && !action.ok;
  const reason = disabledReason ?? (refused ? (action.reason ?? t.common.notAllowed) : undefined);
  const button = (
    <Button
      {...rest}
      {...(reason ? { 'aria-disabled': true, className: `${rest.className ?? ''} refused` } : {})}
      {...(reason ? {} : onClick ? { onClick } : {})}
    />
  );
  return reason ? <Tooltip title={reason}>{button}</Tooltip> : button;
}
