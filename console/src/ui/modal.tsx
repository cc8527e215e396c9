import { Modal, type ModalProps } from '@mantine/core';
import { useEffect, useState, type ReactNode } from 'react';

/** Opens once it is there, even where it is to be open from the beginning: only who has seen it open gives the focus back where it was. */
export default function LateModal({ opened, ...props }: ModalProps): ReactNode {
  const [isThere, setIsThere] = useState(false);
  useEffect(() => {
    setIsThere(true);
  }, []);
  return <Modal opened={opened && isThere} {...props} />;
}
