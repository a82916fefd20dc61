// Says with a form where the browser is; without a script nothing is said, and the answer tells what that means.
for (const field of document.querySelectorAll('[data-time-zone]')) {
  field.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? '';
}
