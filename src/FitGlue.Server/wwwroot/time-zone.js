// Proposes the zone of the browser; without a script the person types it, or the answer tells what nobody having said it means.
for (const field of document.querySelectorAll('[data-time-zone]')) {
  field.value ||= Intl.DateTimeFormat().resolvedOptions().timeZone ?? '';
}
