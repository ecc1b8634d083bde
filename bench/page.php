<?php
/* The same twenty rows by PHP: session by cookie, rows from SQLite, everything escaped. The bench fills the marked places. */
function e($text) { return htmlspecialchars($text, ENT_QUOTES | ENT_SUBSTITUTE | ENT_HTML401, 'UTF-8'); }
$db = new PDO('sqlite:' . /*ROWS_DB*/, null, null, [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION]);
$who = $db->prepare('SELECT name FROM session WHERE token = ?');
$who->execute([$_COOKIE['session'] ?? 'bench']);
if (!$who->fetch()) {
	http_response_code(403);
	exit;
}
ob_start();
echo /*HEAD*/;
$rows = $db->prepare('SELECT * FROM row ORDER BY n LIMIT 20');
$rows->execute();
$between = '';
foreach ($rows->fetchAll(PDO::FETCH_ASSOC) as $r) {
	echo $between, /*PIECES*/;
	$between = /*BETWEEN*/;
}
echo /*TAIL*/;
header('Content-Type: text/html; charset=utf-8');
header('Content-Length: ' . ob_get_length());
ob_end_flush();
