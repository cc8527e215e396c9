/**
 * Has a double click on a button that sends a form count as one click: the second may come before the page shows that it is being sent, and would make the
 * same once more.
 */
export function sendFormsOnce(page: Document): void {
  page.addEventListener(
    'click',
    (event) => {
      if (event.detail < 2 || !(event.target instanceof Element)) return;
      if (event.target.closest('button[type=submit]')) event.preventDefault();
    },
    true,
  );
}
