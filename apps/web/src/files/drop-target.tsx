import { useSay } from '@atalaya/ui/i18n';
import { IconFileUpload } from '@tabler/icons-react';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import styles from './drop-target.module.css';

interface DropTargetProps {
  /** Takes what is dropped anywhere on the element that this one stands in. */
  within: RefObject<HTMLElement | null>;
  name: string;
  onFiles: (files: readonly File[]) => void;
}

const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true;

/** Lets files be dropped on the whole conversation, and says so while they hang above it. */
export function DropTarget({ within, name, onFiles }: DropTargetProps) {
  const say = useSay();
  const [isOver, setOver] = useState(false);
  const take = useRef(onFiles);
  take.current = onFiles;
  const parent = useRef<HTMLElement | null>(null);

  useEffect(() => {
    const element = within.current?.parentElement;
    if (!element) return;
    parent.current = element;
    const over = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
      setOver(true);
    };
    const leave = ({ relatedTarget }: DragEvent) => {
      if (!element.contains(relatedTarget as Node | null)) setOver(false);
    };
    const drop = (event: DragEvent) => {
      setOver(false);
      if (!hasFiles(event)) return;
      event.preventDefault();
      take.current(droppedFiles(event));
    };
    // Beside the conversation a browser would open the file in place of the page.
    const guard = (event: DragEvent) => {
      if (!hasFiles(event) || event.defaultPrevented) return;
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'none';
    };
    element.addEventListener('dragenter', over);
    element.addEventListener('dragover', over);
    element.addEventListener('dragleave', leave);
    element.addEventListener('drop', drop);
    window.addEventListener('dragover', guard);
    window.addEventListener('drop', guard);
    return () => {
      element.removeEventListener('dragenter', over);
      element.removeEventListener('dragover', over);
      element.removeEventListener('dragleave', leave);
      element.removeEventListener('drop', drop);
      window.removeEventListener('dragover', guard);
      window.removeEventListener('drop', guard);
    };
  }, [within]);

  if (!isOver || !parent.current) return null;
  return createPortal(
    <div className={styles.over} aria-hidden>
      <div className={styles.sign}>
        <IconFileUpload size={32} stroke={1.4} />
        <span>{say('files.drop', { name })}</span>
      </div>
    </div>,
    parent.current,
  );
}

/** What was dropped, without folders, which browsers hand over as if they were files. */
function droppedFiles({ dataTransfer }: DragEvent): File[] {
  const items = [...(dataTransfer?.items ?? [])];
  const files = items.flatMap((item) => {
    if (item.kind !== 'file' || item.webkitGetAsEntry()?.isDirectory) return [];
    const file = item.getAsFile();
    return file ? [file] : [];
  });
  return files;
}
